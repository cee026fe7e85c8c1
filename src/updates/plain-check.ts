import { CHECK_LIMITS } from "../feeds/feed.ts";
import type { UpdateRequest } from "./http.ts";
import { CHECK_PATH, NAMED_CHECK_PATH } from "./installation-route.ts";
import { type NamedIn, readInstallationOf } from "./named-installation.ts";
import { type PlainQuery, readPlainQuery } from "./plain-query.ts";

const UNNAMED = `${CHECK_PATH}?`;

/** A plain check: its parameters with the installation, and where that is named, or null if it is not. */
export interface PlainCheckRequest {
  readonly asked: PlainQuery;
  readonly namedIn: NamedIn | null;
}

/** Reads a check without decoding anything; null if the request is none, or one that the full route must read. */
export function readPlainCheck(request: UpdateRequest): PlainCheckRequest | null {
  const { url = "", method } = request;
  if (method !== "GET") return null;
  if (!url.startsWith(UNNAMED)) return readNamedPath(url);
  const asked = readPlainQuery(url, UNNAMED.length);
  if (asked === null) return null;
  if (asked.installation !== null) return { asked, namedIn: "query" };
  asked.installation = readInstallationOf(request);
  return { asked, namedIn: asked.installation === null ? null : "beside_key" };
}

function readNamedPath(url: string): PlainCheckRequest | null {
  if (!url.startsWith(NAMED_CHECK_PATH)) return null;
  const from = NAMED_CHECK_PATH.length;
  const end = url.indexOf("?", from);
  const id = url.slice(from, end);
  if (end < 0 || !isPlainId(id)) return null;
  const asked = readPlainQuery(url, end + 1);
  if (asked === null || asked.installation !== null) return null;
  asked.installation = id;
  return { asked, namedIn: "beside_key" };
}

/** Whether a part of a path is an id that needs no decoding. */
function isPlainId(id: string): boolean {
  return id.length <= CHECK_LIMITS.installation && /^[\w.~-]+$/.test(id);
}
