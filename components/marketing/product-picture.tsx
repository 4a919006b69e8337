import { themeAttribute, type Theme } from "@/components/shell/theme";

type ProductPictureProps = {
  /** The file's name without theme and ending: `chat` for `/screenshots/chat-light.png`. */
  name: string;
  /** What is to be seen on it. */
  alt: string;
  theme: Theme;
};

/** A true screenshot in the theme of the page; the browser loads one of the two. */
export function ProductPicture({ name, alt, theme }: ProductPictureProps) {
  const fixed = themeAttribute(theme)["data-theme"];
  return (
    <picture>
      {fixed ? null : <source media="(prefers-color-scheme: dark)" srcSet={`/screenshots/${name}-dark.png`} />}
      {/* oxlint-disable-next-line nextjs/no-img-element -- already the right size, and next/image costs script */}
      <img
        src={`/screenshots/${name}-${fixed ?? "light"}.png`}
        alt={alt}
        width={1440}
        height={900}
        fetchPriority="high"
        className="h-auto w-full rounded-lg shadow-float"
      />
    </picture>
  );
}
