import { ARCHITECTURES, PLATFORMS } from "../../catalog/platform.ts";
import { type BuildTarget, suggestTarget } from "../../intake/guess-target.ts";
import type { Release } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText, isTextOrNull } from "../schedule/draft-fields.ts";

/** What the person entered; null for what the address suggests. */
export interface HostedFields {
  readonly url: string;
  readonly size: string;
  readonly sha512: string;
  readonly platform: BuildTarget["platform"] | null;
  readonly arch: BuildTarget["arch"] | null;
  readonly format: string | null;
}

const NOTHING: HostedFields = {
  url: "",
  size: "",
  sha512: "",
  platform: null,
  arch: null,
  format: null,
};

const KIND: DraftKind<HostedFields> = {
  fields: {
    url: isText,
    size: isText,
    sha512: isText,
    platform: (value) => value === null || PLATFORMS.some((one) => one === value),
    arch: (value) => value === null || ARCHITECTURES.some((one) => one === value),
    format: isTextOrNull,
  },
  isSame: isIdentical,
};

/** A build that is hosted elsewhere, as the person entered it so far, with what its file name suggests. */
export type HostedDraft = ReturnType<typeof useHostedDraft>;

/** The draft of the form of a release, and the build that it describes. */
export function useHostedDraft({ id, version }: Release) {
  const place = `release/${id}/hosted`;
  const draft = useDraft<HostedFields>({ kind: KIND, place, name: version, now: NOTHING, etag: null });
  const typed = { ...NOTHING, ...draft.changes };
  const fileName = fileNameOf(typed.url);
  const suggested = suggestTarget(fileName);
  const build: BuildTarget = {
    platform: typed.platform ?? suggested.platform,
    arch: typed.arch ?? suggested.arch,
    format: typed.format ?? suggested.format,
  };
  return { draft, typed, build, fileName };
}

/** The file name: the last part of the address. */
export function fileNameOf(url: string): string {
  if (!URL.canParse(url)) return "";
  return decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");
}
