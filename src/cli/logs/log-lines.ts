import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** The most characters of a line; servers cut requests long before. */
const MOST_CHARACTERS = 64 * 1024;

/** The lines of a log, also of one packed by gzip; `-` is the standard input. A line that is too long is null. Rejects where it cannot be read. */
export async function* logLines(path: string): AsyncGenerator<string | null> {
  const source: Readable = path === "-" ? process.stdin : createReadStream(path);
  let rest = "";
  let isTooLong = false;
  for await (const text of texts(source)) {
    const [first = "", ...others] = text.split("\n");
    rest += first;
    for (const next of others) {
      yield isTooLong || rest.length > MOST_CHARACTERS ? null : rest.replace(/\r$/, "");
      rest = next;
      isTooLong = false;
    }
    if (rest.length <= MOST_CHARACTERS) continue;
    isTooLong = true;
    rest = "";
  }
  if (isTooLong) yield null;
  else if (rest !== "") yield rest;
}

/** The parts of a log as text, unpacked where its first bytes say that it is packed. */
async function* texts(source: Readable): AsyncGenerator<string> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  const bytes = withFirst(first.value, chunks);
  const decoder = new TextDecoder();
  const isPacked = first.value[0] === 0x1f && first.value[1] === 0x8b;
  for await (const chunk of isPacked
    ? pipeline(Readable.from(bytes), createGunzip(), () => undefined)
    : bytes)
    yield decoder.decode(chunk, { stream: true });
}

async function* withFirst(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
