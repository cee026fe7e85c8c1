import type { Reply } from "../feeds/feed.ts";
import type { HeaderList, ReadyReply } from "./http.ts";
import { hasLength, toLatin1 } from "./reply-bytes.ts";
import { NO_STORE } from "./shared-answer.ts";

/** A reply as it is sent, with the headers that every answer to its request has. Kept out of every cache unless it says otherwise. */
export function toReadyReply({ status, headers, body }: Reply, common: HeaderList): ReadyReply {
  const bytes = toLatin1(body);
  const list = [...common, ...Object.entries(headers).flat()];
  if (headers["cache-control"] === undefined) list.push("cache-control", NO_STORE);
  if (hasLength(status)) list.push("content-length", String(bytes.length));
  return { status, headers: list, body: bytes };
}
