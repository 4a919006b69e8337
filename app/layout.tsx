import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { StandInBanner } from "@/components/shell/stand-in-banner";
import { THEME_COOKIE, themeAttribute, themeOf } from "@/components/shell/theme";
import { env } from "@/lib/platform/env";
import "./globals.css";

const sans = localFont({
  src: "../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2",
  variable: "--font-geist-sans",
  weight: "100 900",
});
const mono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  metadataBase: new URL(env.appUrl),
  title: { default: "Parley", template: "%s · Parley" },
  description: "An AI assistant that shows what each answer used.",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
};

/** Every page is rendered for its request: a prerendered one could not carry the nonce of its policy. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await headers();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${sans.variable} ${mono.variable}`}
      data-banner={env.standIns.length > 0 ? "" : undefined}
      {...themeAttribute(theme)}
    >
      <body>
        <a
          href="#content"
          className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-text px-4 py-2.5 font-medium text-surface focus-visible:translate-y-0"
        >
          Skip to the content
        </a>
        <StandInBanner standIns={env.standIns} controlUrl={env.controlUrl} />
        {children}
      </body>
    </html>
  );
}
