import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { BodyReader } from "./http.ts";

/** A reader of the body of a request of `node:http`, which keeps nothing beyond the limit and reads no further. */
export function nodeBodyReader(request: IncomingMessage): BodyReader {
  return async (mostBytes) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const part of request.iterator({ destroyOnReturn: false })) {
        length += part.length;
        if (length > mostBytes) return null;
        parts.push(part);
      }
    } catch {
      // The connection is gone, and with it everybody who could be told.
      return null;
    }
    return Buffer.concat(parts);
  };
}
