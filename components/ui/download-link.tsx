import type { ComponentProps } from "react";

/** To a file: the browser saves what it is sent. */
export function DownloadLink({ children, ...rest }: Omit<ComponentProps<"a">, "className" | "download">) {
  return (
    <a
      {...rest}
      download
      className="inline-flex items-center text-text underline decoration-edge underline-offset-3 transition-colors hover:decoration-current pointer-coarse:min-h-11"
    >
      {children}
    </a>
  );
}
