import { CHECK_LIMITS } from "../feeds/feed.ts";

/** The plain parameters of a check; null or "" if not given. */
export interface PlainQuery {
  organization: string | null;
  user: string | null;
  installation: string | null;
  platform: string;
  arch: string;
  version: string;
  osVersion: string | null;
  managed: string | null;
  reports: string | null;
  key: string | null;
}

/** A parameter that is told apart from an empty one. */
type OptionalName = "organization" | "user" | "installation" | "osVersion" | "managed" | "reports" | "key";

/** The longest value that is read here; longer ones are left to the full route, which knows the limit of each. */
const SHORT = Math.min(...Object.values(CHECK_LIMITS));

/**
 * The parameters of an address from `from` on, without decoding anything; or null if one of them is not plain: it needs
 * decoding, is none of those above, is given twice, or may be too long.
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
    osVersion: null,
    managed: null,
    reports: null,
    key: null,
  };
  for (let at = from; at < address.length; ) {
    const found = address.indexOf("&", at);
    const end = found < 0 ? address.length : found;
    if (!setParameter(query, address, at, end)) return null;
    at = end + 1;
  }
  return query;
}

/** Sets the parameter from `at` to `end`, which its first letter identifies; false if it is not plain. */
function setParameter(query: PlainQuery, address: string, at: number, end: number): boolean {
  switch (address[at]) {
    case "o":
      return address[at + 1] === "s"
        ? setOptional(query, "osVersion", valueFrom(address, "osVersion=", at, end))
        : setOptional(query, "organization", valueFrom(address, "organization=", at, end));
    case "u":
      return setOptional(query, "user", valueFrom(address, "user=", at, end));
    case "i":
      return setOptional(query, "installation", valueFrom(address, "installation=", at, end));
    case "p":
      return setText(query, "platform", valueFrom(address, "platform=", at, end));
    case "a":
      return setText(query, "arch", valueFrom(address, "arch=", at, end));
    case "v":
      return setText(query, "version", valueFrom(address, "version=", at, end));
    case "m":
      return setOptional(query, "managed", valueFrom(address, "managed=", at, end));
    case "k":
      return setOptional(query, "key", valueFrom(address, "key=", at, end));
    case "r":
      return setOptional(query, "reports", valueFrom(address, "reports=", at, end));
  }
  return false;
}

/** The value of a parameter, or null if it has another name or may be too long. */
function valueFrom(address: string, name: string, at: number, end: number): string | null {
  const valueAt = at + name.length;
  if (end - valueAt > SHORT || !address.startsWith(name, at)) return null;
  return address.slice(valueAt, end);
}

function setOptional(query: PlainQuery, name: OptionalName, value: string | null): boolean {
  if (value === null || query[name] !== null) return false;
  query[name] = value;
  return true;
}

function setText(query: PlainQuery, name: "platform" | "arch" | "version", value: string | null): boolean {
  if (value === null || query[name] !== "") return false;
  query[name] = value;
  return true;
}
