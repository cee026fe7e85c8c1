/** One part of a `multipart/byteranges` body. */
export interface BytesPart {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/**
 * Reads a `multipart/byteranges` body strictly (RFC 2046, 5.1): every part by its own Content-Range, nothing before the
 * first boundary and nothing behind the last. Throws where the body is otherwise.
 */
export function parseMultipart(contentType: string, body: Uint8Array): readonly BytesPart[] {
  const [, boundary] = /^multipart\/byteranges; boundary=([\w'()+,./:=?-]{1,70})$/.exec(contentType) ?? [];
  if (boundary === undefined) throw new Error(`no multipart/byteranges: ${contentType}`);
  const parts: BytesPart[] = [];
  let rest = Buffer.from(body);
  const take = (text: string) => {
    if (rest.subarray(0, text.length).toString("latin1") !== text)
      throw new Error(`no ${JSON.stringify(text)}`);
    rest = rest.subarray(text.length);
  };
  take(`--${boundary}`);
  while (rest.subarray(0, 2).toString() !== "--") {
    take("\r\n");
    const end = rest.indexOf("\r\n\r\n");
    const headers = parseHeaders(rest.subarray(0, end).toString("latin1"));
    const [, first, last] = /^bytes (\d+)-(\d+)\/\d+$/.exec(headers["content-range"] ?? "") ?? [];
    const length = Number(last) - Number(first) + 1;
    parts.push({ headers, bytes: rest.subarray(end + 4, end + 4 + length) });
    rest = rest.subarray(end + 4 + length);
    take(`\r\n--${boundary}`);
  }
  take("--\r\n");
  if (rest.length > 0) throw new Error(`${rest.length} bytes behind the end`);
  return parts;
}

function parseHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text.split("\r\n").map((line) => /^([\w-]+): (.*)$/.exec(line) ?? []);
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name.toLowerCase(), value]));
}
