import type { Platform } from "../../catalog/platform.ts";

/** What browsers call the platforms on which desktop apps run. */
const NAMES: readonly (readonly [RegExp, Platform])[] = [
  [/^win/i, "win"],
  [/^mac/i, "mac"],
  [/^(linux|chrome ?os)/i, "linux"],
];

/** The platform that a browser names, such as "macOS" or "Linux x86_64", or Windows for any other one. */
export function platformOf(name: string): Platform {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? "win";
}

interface NamedPlatform {
  readonly platform: string;
  /** Newer browsers have the plain name in here. */
  readonly userAgentData?: { readonly platform?: string };
}

/** The platform of the computer that the page is looked at on; the navigator of the window is given. */
export function ownPlatform({ platform, userAgentData }: NamedPlatform): Platform {
  return platformOf(userAgentData?.platform || platform);
}
