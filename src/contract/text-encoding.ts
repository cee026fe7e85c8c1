const ENCODINGS = ["utf-8", "utf-16le", "utf-16be"] as const;

/** How a text file of people's programs is written. */
type TextEncoding = (typeof ENCODINGS)[number];

/** How many of the first bytes tell the encoding, if the file has so many. */
const TELLING_BYTES = 2;

/**
 * The encoding of a text by its first bytes: by a byte order mark, or by the half of a UTF-16 character that is zero in
 * Latin letters. Everything else is read as UTF-8.
 */
function encodingOf([first, second]: Uint8Array): TextEncoding {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first !== 0 && second === 0) return "utf-16le";
  return first === 0 && second !== 0 && second !== undefined ? "utf-16be" : "utf-8";
}

/**
 * The text of a whole file, without its byte order mark; bytes that are not of the encoding become the replacement
 * character U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** The text of a file that comes in parts, as {@link decodeText} reads it. Holds no more than one part. */
export async function* decodeParts(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let start = new Uint8Array(0);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const part of parts) {
    if (decoder) {
      yield decoder.decode(part, { stream: true });
      continue;
    }
    start = joined(start, part);
    if (start.length < TELLING_BYTES) continue;
    decoder = new TextDecoder(encodingOf(start));
    yield decoder.decode(start, { stream: true });
  }
  yield decoder ? decoder.decode() : decodeText(start);
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}
