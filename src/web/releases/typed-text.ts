import { parseOsVersion } from "../../catalog/os-version.ts";

/** What was typed, without spaces around it, or null if that is nothing. */
export function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

/** Whether the text of a version of an operating system is empty or can be read. */
export function isOsText(text: string): boolean {
  const typed = textOrNull(text);
  return typed === null || parseOsVersion(typed).ok;
}
