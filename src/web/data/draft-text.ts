/** The form of the text; a text of another form is not read. */
const FORMAT = 1;

/** How long a draft is kept, in days and in milliseconds. */
export const KEPT_DAYS = 7;
const KEPT_MS = KEPT_DAYS * 86_400_000;

/** A draft as it is stored. */
export interface StoredDraft {
  readonly format: typeof FORMAT;
  /** When it was last changed, in milliseconds since 1970. */
  readonly at: number;
  /** What it is about, in the person's words, such as a customer's name. */
  readonly name: string;
  /** The address of the form, without the base path. */
  readonly href: string;
  /** The ETag of what the server had when the first change was made. */
  readonly basedOn: string | null;
  /** The changed fields with their values; which ones there may be, the form says. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a form says of a draft that it stores. */
export type NewDraft = Omit<StoredDraft, "format">;

export function toStoredDraft({ at, name, href, basedOn, fields }: NewDraft): StoredDraft {
  return { format: FORMAT, at, name, href, basedOn, fields };
}

const KNOWN = ["at", "basedOn", "fields", "format", "href", "name"];

/** Reads a draft exactly as it is written, or gives null: for what is of another form, or too old. */
export function readDraft(text: string, now: number): StoredDraft | null {
  const value = parse(text);
  if (!isObject(value) || Object.keys(value).sort().join() !== KNOWN.join()) return null;
  const { format, at, name, href, basedOn, fields } = value;
  if (format !== FORMAT || typeof at !== "number" || !(now - at < KEPT_MS)) return null;
  if (typeof name !== "string" || typeof href !== "string" || !isOwnAddress(href)) return null;
  if ((basedOn !== null && typeof basedOn !== "string") || !isObject(fields)) return null;
  return { format, at, name, href, basedOn, fields };
}

/** Whether an address stays on this server. */
function isOwnAddress(href: string): boolean {
  return /^\/(?![/\\])/.test(href);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
