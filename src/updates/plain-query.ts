import { CHECK_LIMITS } from "../feeds/feed.ts";

/** What a check says in plain parameters; null, or empty, where it does not say. */
export interface PlainQuery {
  organization: string | null;
  user: string | null;
  installation: string | null;
  platform: string;
  arch: string;
  version: string;
}

/** No text that may be too long for the full route is read here. */
const SHORT = Math.min(...Object.values(CHECK_LIMITS));

/**
 * The parameters of an address from `from` on, without decoding anything. Null where one of them is not plain: it needs
 * decoding, is none of those above, comes twice, or may be too long.
 */
export function readPlainQuery(address: string, from: number): PlainQuery | null {
  if (address.includes("%", from) || address.includes("+", from)) return null;
  const query: PlainQuery = {
    organization: null,
    user: null,
    installation: null,
    platform: "",
    arch: "",
    version: "",
  };
  for (let at = from; at < address.length; ) {
    const found = address.indexOf("&", at);
    const end = found < 0 ? address.length : found;
    if (!setParameter(query, address, at, end)) return null;
    at = end + 1;
  }
  return query;
}

/** Takes the parameter between two places; its first letter tells which it can be. */
function setParameter(query: PlainQuery, address: string, at: number, end: number): boolean {
  switch (address[at]) {
    case "o":
      return setId(query, "organization", valueFrom(address, "organization=", at, end));
    case "u":
      return setId(query, "user", valueFrom(address, "user=", at, end));
    case "i":
      return setId(query, "installation", valueFrom(address, "installation=", at, end));
    case "p":
      return setText(query, "platform", valueFrom(address, "platform=", at, end));
    case "a":
      return setText(query, "arch", valueFrom(address, "arch=", at, end));
    case "v":
      return setText(query, "version", valueFrom(address, "version=", at, end));
  }
  return false;
}

/** Null: it has another name, or may be too long. */
function valueFrom(address: string, name: string, at: number, end: number): string | null {
  const valueAt = at + name.length;
  if (end - valueAt > SHORT || !address.startsWith(name, at)) return null;
  return address.slice(valueAt, end);
}

function setId(
  query: PlainQuery,
  name: "organization" | "user" | "installation",
  value: string | null,
): boolean {
  if (value === null || query[name] !== null) return false;
  query[name] = value;
  return true;
}

function setText(query: PlainQuery, name: "platform" | "arch" | "version", value: string | null): boolean {
  if (value === null || query[name] !== "") return false;
  query[name] = value;
  return true;
}
