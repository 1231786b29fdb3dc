/**
 * Random draws from words: the same text gives the same draws on every machine, and texts that differ in one letter
 * give draws that have nothing to do with each other, since SHA-256 (FIPS 180-4) stands between.
 */
import { createHash } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Uniform in [0, 1), by the first 53 bits of the hash. */
export function hashedUniform(text: string): number {
  const bytes = digest(text);
  return (bytes.readUInt32BE(0) * 2 ** 21 + (bytes.readUInt32BE(4) >>> 11)) / 2 ** 53;
}

/** sfc32 of Chris Doty-Humphrey's PractRand, seeded by the first 128 bits of the hash: uniform in [0, 1). */
export function hashedRandom(text: string): () => number {
  const bytes = digest(text);
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => bytes.readInt32LE(at)) as [number, number, number, number];
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
}

/** Fills with standard normals by Marsaglia's polar method (SIAM Review 6, 1964), two at a time. */
export function fillNormals(into: Float64Array, random: () => number): void {
  for (let i = 0; i < into.length; i += 2) {
    let [u, v, square] = [0, 0, 0];
    do {
      u = 2 * random() - 1;
      v = 2 * random() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    into[i] = u * scale;
    if (i + 1 < into.length) into[i + 1] = v * scale;
  }
}
