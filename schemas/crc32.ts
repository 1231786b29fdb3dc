/** CRC-32 (ISO 3309, as in zlib) of a string's UTF-8 bytes; the same value `zlib.crc32` gives. */
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const utf8 = new TextEncoder();

export function crc32(text: string): number {
  let c = 0xffffffff;
  for (const byte of utf8.encode(text)) c = TABLE[(c ^ byte) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
