/** A model's numbers on disk: `artefact.json` says what is where, `artefact.bin` holds the bytes, little-endian. */
import { readFileSync, writeFileSync } from 'node:fs';

const TYPES = { Int8Array, Uint16Array, Uint32Array, Float32Array } as const;
type TypeName = keyof typeof TYPES;
type Numbers = Int8Array | Uint16Array | Uint32Array | Float32Array;

interface Entry {
  type: TypeName;
  offset: number;
  length: number;
}

interface Header {
  version: string;
  arrays: Record<string, Entry>;
}

/** Arrays start at multiples of this, so that they can be viewed where they lie. */
const ALIGN = 8;

export interface Artefact {
  version: string;
  /** The named array. Throws if it is missing or of another type: artefact and code are of different versions. */
  array<T extends TypeName>(name: string, type: T): InstanceType<(typeof TYPES)[T]>;
}

/** @param folder URL of the model's folder, with a trailing slash */
export function writeArtefact(
  folder: URL,
  version: string,
  arrays: Record<string, Numbers>,
): void {
  const header: Header = { version, arrays: {} };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, numbers] of Object.entries(arrays)) {
    const bytes = new Uint8Array(Math.ceil(numbers.byteLength / ALIGN) * ALIGN);
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    header.arrays[name] = { type: numbers.constructor.name as TypeName, offset, length: numbers.length };
    parts.push(bytes);
    offset += bytes.length;
  }
  writeFileSync(new URL('artefact.bin', folder), Buffer.concat(parts));
  writeFileSync(new URL('artefact.json', folder), `${JSON.stringify(header, null, 2)}\n`);
}

/** Reads a folder's artefact; throws where there is none (`make train` makes them). */
export function readArtefact(folder: URL): Artefact {
  const header = JSON.parse(readFileSync(new URL('artefact.json', folder), 'utf8')) as Header;
  const bin = readFileSync(new URL('artefact.bin', folder));
  // A copy of its own, so that every view is aligned.
  const bytes = new Uint8Array(bin).buffer;
  return {
    version: header.version,
    array(name, type) {
      const entry = header.arrays[name];
      if (entry?.type !== type)
        throw new Error(`Artefact ${folder.pathname} has no ${type} "${name}": run "make train" again`);
      return new TYPES[type](bytes, entry.offset, entry.length) as InstanceType<(typeof TYPES)[typeof type]>;
    },
  };
}
