import type { Theme } from "@/components/shell/theme";

type ProductPictureProps = {
  /** The file's name without theme and ending: `chat` for `/screenshots/chat-light.png`, of 1440 × 900. */
  name: string;
  /** The same on a phone, of 390 × 844, where the wide one can not be read. */
  phoneName: string | undefined;
  /** What is to be seen on it. */
  alt: string;
  theme: Theme;
};

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const IS_PHONE = "(max-width: 639px)";
const IS_DARK = "(prefers-color-scheme: dark)";

/** A true screenshot in the theme of the page; the browser loads one of the files. */
export function ProductPicture({ name, phoneName, alt, theme }: ProductPictureProps) {
  const follows = theme === "system";
  const fixed = follows ? "light" : theme;
  return (
    <picture>
      {phoneName && follows ? (
        <source media={`${IS_PHONE} and ${IS_DARK}`} srcSet={fileOf(phoneName, "dark")} {...PHONE} />
      ) : null}
      {phoneName ? <source media={IS_PHONE} srcSet={fileOf(phoneName, fixed)} {...PHONE} /> : null}
      {follows ? <source media={IS_DARK} srcSet={fileOf(name, "dark")} {...WIDE} /> : null}
      {/* oxlint-disable-next-line nextjs/no-img-element -- already the right size, and next/image costs script */}
      <img
        src={fileOf(name, fixed)}
        alt={alt}
        {...WIDE}
        fetchPriority="high"
        className="h-auto w-full rounded-lg shadow-float"
      />
    </picture>
  );
}

function fileOf(name: string, theme: "light" | "dark"): string {
  return `/screenshots/${name}-${theme}.png`;
}
