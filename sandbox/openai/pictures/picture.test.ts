import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../errors";
import { colourName } from "./dominant-colour";
import { readPicture } from "./picture";
import { pictureTokens } from "./tokens";

type Png = { width: number; height: number; type?: number; depth?: number; interlace?: number; palette?: number[] };

/** A PNG by hand: rows of bytes, each after its filter byte. Its check sums are nobody's business here. */
function png({ width, height, type = 2, depth = 8, interlace = 0, palette }: Png, rows: number[][]): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(name, 4, "latin1");
    return Buffer.concat([head, data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", Buffer.from(palette))] : []),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const urlOf = (bytes: Buffer, type = "image/png") => `data:${type};base64,${bytes.toString("base64")}`;
const read = (bytes: Buffer, type?: string) => readPicture(urlOf(bytes, type), "messages[0].content[0].image_url.url");

describe("a PNG", () => {
  test("is told by size and main colour", () => {
    const blue = [0, ...Array.from({ length: 3 }, () => [20, 40, 230]).flat()];
    const red = [0, ...Array.from({ length: 3 }, () => [230, 20, 20]).flat()];
    expect(read(png({ width: 3, height: 3 }, [blue, red, blue]))).toEqual({
      kind: "PNG",
      size: { width: 3, height: 3 },
      colour: "blue",
    });
  });

  test.each([
    ["left", [1, 0, 200, 0, 0, 0, 0, 0, 0, 0]],
    ["upper", [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["mean", [3, 0, 100, 0, 0, 0, 0, 0, 0, 0]],
    ["nearest", [4, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])("whose rows are written as differences to the %s is read", (_, second) => {
    const first = [0, 0, 200, 0, 0, 200, 0, 0, 200, 0];
    expect(read(png({ width: 3, height: 2 }, [first, second])).colour).toBe("green");
  });

  test.each([
    ["grey", { type: 0 }, [0, 128, 128], "grey"],
    ["with a palette", { type: 3, palette: [255, 255, 255, 250, 220, 20] }, [0, 1, 1], "yellow"],
    ["grey and see-through", { type: 4 }, [0, 9, 0, 9, 0], "transparent"],
    ["coloured and see-through", { type: 6 }, [0, 200, 20, 20, 255, 0, 0, 0, 0], "red"],
  ])("%s is read", (_, header, row, colour) => {
    expect(read(png({ width: 2, height: 1, ...header }, [row])).colour).toBe(colour);
  });

  test.each([
    ["interlaced", { interlace: 1 }],
    ["of sixteen bits", { depth: 16 }],
    ["very large", { width: 60_000, height: 60_000 }],
  ])("that is %s is told without its colour", (_, header) => {
    const { size, colour } = read(png({ width: 2, height: 1, ...header }, [[0, 1, 2, 3, 4, 5, 6]]));
    expect(size).toBeDefined();
    expect(colour).toBeUndefined();
  });

  test("that is a bomb is not unpacked", () => {
    const bomb = png({ width: 2, height: 1 }, [Array.from({ length: 5_000_000 }, () => 0)]);
    expect(read(bomb)).toEqual({ kind: "PNG", size: undefined, colour: undefined });
  });
});

describe("other kinds", () => {
  const bytesOf = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
  const jpeg = bytesOf([
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc4, 0, 3, 0, 0xff, 0xc2, 0, 17, 8, 1, 0x2c, 2, 0x58,
  ]);

  test.each([
    ["image/gif", bytesOf("GIF89a", [0x40, 1, 0xf0, 0]), "GIF", { width: 320, height: 240 }],
    ["image/jpeg", jpeg, "JPEG", { width: 600, height: 300 }],
    ["image/webp", bytesOf("RIFF....WEBPVP8 ", Array(10).fill(0), [16, 0, 8, 0]), "WebP", { width: 16, height: 8 }],
    ["image/webp", bytesOf("RIFF....WEBPVP8L....", [0x2f, 0x0f, 0xc0, 0x01, 0]), "WebP", { width: 16, height: 8 }],
    ["image/webp", bytesOf("RIFF....WEBPVP8X........", [15, 0, 0, 7, 0, 0]), "WebP", { width: 16, height: 8 }],
  ])("%s tells its size", (type, bytes, kind, size) => {
    expect(read(bytes, type)).toEqual({ kind, size, colour: undefined });
  });

  test("one on the web is not fetched", () => {
    expect(readPicture("https://example.test/cat.png", "x")).toMatchObject({ kind: undefined, size: undefined });
  });

  test("whatever the bytes are, reading them does no harm", () => {
    const type = fc.constantFrom("image/png", "image/jpeg", "image/gif", "image/webp");
    const begin = fc.constantFrom(
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
      [0xff, 0xd8, 0xff],
      [...Buffer.from("GIF89a")],
    );
    fc.assert(
      fc.property(type, begin, fc.uint8Array({ minLength: 1, maxLength: 300 }), (mediaType, first, rest) => {
        expect(read(Buffer.from([...first, ...rest]), mediaType).kind).toBeTypeOf("string");
      }),
    );
  });

  test.each([
    ["data:image/svg+xml;base64,AAAA", "invalid_image_format"],
    ["data:image/png,AAAA", "invalid_image_format"],
    ["data:image/png;base64,", "invalid_base64"],
    ["data:image/png;base64,<svg>", "invalid_base64"],
    ["file:///etc/passwd", "invalid_image_url"],
    ["javascript:alert(1)", "invalid_image_url"],
  ])("%s is refused", (url, code) => {
    const refused = () => readPicture(url, "messages[2].content[0].image_url.url");
    expect(refused).toThrow(ApiError);
    expect(bodyOf(refused)).toMatchObject({ error: { code, param: "messages[2].content[0].image_url.url" } });
  });
});

test.each([
  [[255, 255, 255], "white"],
  [[0, 0, 0], "black"],
  [[120, 122, 119], "grey"],
  [[255, 0, 0], "red"],
  [[255, 0, 20], "red"],
  [[255, 140, 0], "orange"],
  [[110, 60, 20], "brown"],
  [[250, 230, 10], "yellow"],
  [[20, 180, 40], "green"],
  [[10, 200, 220], "cyan"],
  [[20, 40, 200], "blue"],
  [[120, 20, 200], "purple"],
  [[255, 60, 180], "pink"],
] as const)("%j is %s", (rgb, name) => {
  expect(colourName(rgb)).toBe(name);
});

test.each([
  [{ width: 512, height: 512 }, "low", 85],
  [{ width: 100, height: 100 }, "high", 255],
  [{ width: 1_024, height: 1_024 }, "high", 765],
  [{ width: 2_048, height: 4_096 }, undefined, 1_105],
  [undefined, "auto", 765],
])("%j at detail %s is %i tokens", (size, detail, tokens) => {
  expect(pictureTokens(size, detail)).toBe(tokens);
});

function bodyOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof ApiError ? error.body : error;
  }
}
