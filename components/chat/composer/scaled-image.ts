/** No side of a picture needs more: models scale larger ones down themselves. */
const LONGEST_SIDE = 2_048;
const QUALITY = 0.9;
/** Moving pictures and drawings would lose what they are. */
const SCALABLE = new Set(["image/png", "image/jpeg", "image/webp"]);

type Size = { width: number; height: number };

/** The size a picture is sent in: its own, or the largest of the same shape that fits. */
export function fittedSize({ width, height }: Size, longestSide = LONGEST_SIDE): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A picture that is larger than a model looks at, smaller; everything else, and what this browser can not read, as it is. */
export async function scaledImage(file: File): Promise<File> {
  if (!SCALABLE.has(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const size = fittedSize(bitmap);
    const blob = size.width === bitmap.width ? undefined : await drawn(bitmap, size, file.type);
    bitmap.close();
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    // Not a picture after all, or too large for this browser's memory: the server says what it thinks of it.
    return file;
  }
}

async function drawn(bitmap: ImageBitmap, { width, height }: Size, type: string): Promise<Blob | undefined> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), type, QUALITY));
}
