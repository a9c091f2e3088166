import decodeQr from 'qr/decode.js';

/** px; a picture from a camera is made smaller, which loses nothing that a code needs. */
const longestSide = 2400;
/** px; one pixel a module is too small to be found. */
const leastSide = 400;
/** bytes */
const largest = 64 * 1024 * 1024;
/** ms; a picture without a code is searched no longer. */
const searchedFor = 3000;

/** The text of the QR code in a picture; noCode: none was found, notPicture: it cannot be drawn. Nothing of it is kept. */
export async function codeInPicture(picture: Blob): Promise<{ text: string } | 'noCode' | 'notPicture'> {
  const bitmap = picture.size > largest ? null : await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) return 'notPicture';
  const side = Math.max(bitmap.width, bitmap.height);
  const scale = side > longestSide ? longestSide / side : side < leastSide ? Math.ceil(leastSide / side) : 1;
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext('2d')!;
  // Codes are often drawn on nothing.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  try { return { text: decodeQr(context.getImageData(0, 0, canvas.width, canvas.height), { effort: Infinity, timeLimit: searchedFor }) }; } catch { return 'noCode'; }
}
