import "server-only";
import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Text } from "@react-email/text";
import type { CSSProperties } from "react";
import type { Words } from "@/lib/notifications/words";

const INK = "#1c1c1a";
const FAINT = "#6b6b66";
const LINE = "#e5e5e0";
const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const CARD: CSSProperties = {
  maxWidth: 520,
  padding: 32,
  background: "#ffffff",
  border: `1px solid ${LINE}`,
  borderRadius: 12,
};
const WORDS: CSSProperties = { margin: "0 0 16px", font: `16px/1.6 ${FONT}`, color: INK };
const SMALL: CSSProperties = { margin: 0, font: `13px/1.6 ${FONT}`, color: FAINT };
const PRESSED: CSSProperties = {
  margin: "8px 0 24px",
  padding: "12px 20px",
  borderRadius: 8,
  background: INK,
  color: "#ffffff",
  font: `600 16px/1.6 ${FONT}`,
};

/** How every letter looks: one column, colours that hold in light and dark, nothing to load. */
export function LetterPage({ subject, paragraphs, button, note }: Words) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
      </Head>
      <Body style={{ margin: 0, padding: "32px 16px", background: "#f6f6f4" }}>
        <Container style={CARD}>
          <Text style={{ ...WORDS, margin: "0 0 24px", fontWeight: 600, letterSpacing: "-0.01em" }}>Parley</Text>
          {paragraphs.map((paragraph) => (
            <Text key={paragraph} style={WORDS}>
              {paragraph}
            </Text>
          ))}
          {button ? <Pressed {...button} /> : null}
          <Hr style={{ margin: "32px 0 16px", borderColor: LINE }} />
          <Text style={SMALL}>{note}</Text>
        </Container>
      </Body>
    </Html>
  );
}

/** For programs that show no buttons the address stands below it. */
function Pressed({ label, url }: NonNullable<Words["button"]>) {
  return (
    <>
      <Button href={url} style={PRESSED}>
        {label}
      </Button>
      <Text style={SMALL}>
        Or copy this address:
        <br />
        <Link href={url} style={{ color: FAINT, wordBreak: "break-all" }}>
          {url}
        </Link>
      </Text>
    </>
  );
}
