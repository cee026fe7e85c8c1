import type { Build, BuildChange } from "../data/releases.ts";
import { textOrNull } from "./typed-text.ts";

/** What a person can enter of what a build carries; everything else is given by the command line. */
export interface CarriedFields {
  readonly appVersion: string;
  /** The text of the `.sig` file. */
  readonly tauri: string;
  readonly sparkle: string;
  readonly winsparkle: string;
  /** R32: versions of the operating system as they are typed; "" for no end on that side. */
  readonly minimumOsVersion: string;
  readonly maximumOsVersion: string;
}

/** The protocols whose signature is one text. */
export const SIGNED_BY_TEXT = ["tauri", "sparkle", "winsparkle"] as const;

export function toCarriedFields(build: Build): CarriedFields {
  const { appVersion, updaters, minimumOsVersion, maximumOsVersion } = build;
  return {
    appVersion: appVersion ?? "",
    tauri: updaters.tauri?.signature ?? "",
    sparkle: updaters.sparkle?.edSignature ?? "",
    winsparkle: updaters.winsparkle?.edSignature ?? "",
    minimumOsVersion: minimumOsVersion ?? "",
    maximumOsVersion: maximumOsVersion ?? "",
  };
}

/** The change that makes of a build what was entered. Other details of a protocol stay as they are. */
export function toBuildChange({ updaters }: Build, entered: Partial<CarriedFields>): BuildChange {
  const { appVersion, tauri, sparkle, winsparkle, minimumOsVersion, maximumOsVersion } = entered;
  return {
    ...(minimumOsVersion !== undefined && { minimumOsVersion: textOrNull(minimumOsVersion) }),
    ...(maximumOsVersion !== undefined && { maximumOsVersion: textOrNull(maximumOsVersion) }),
    ...(appVersion !== undefined && { appVersion: textOrNull(appVersion) }),
    updaters: {
      ...(tauri !== undefined && {
        tauri: tauri.trim() === "" ? null : { ...updaters.tauri, signature: tauri.trim() },
      }),
      ...(sparkle !== undefined && { sparkle: withSignature(updaters.sparkle, sparkle) }),
      ...(winsparkle !== undefined && { winsparkle: withSignature(updaters.winsparkle, winsparkle) }),
    },
  };
}

function withSignature<Details extends { readonly edSignature?: string | undefined }>(
  details: Details | undefined,
  text: string,
): Details | null {
  const { edSignature: _, ...others } = details ?? ({} as Details);
  const signature = textOrNull(text);
  if (signature !== null) return { ...others, edSignature: signature } as Details;
  return Object.keys(others).length === 0 ? null : (others as Details);
}
