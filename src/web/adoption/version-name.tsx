import { FormattedMessage } from "react-intl";

/** A version as it is, or what stands for others or for none. */
export function VersionName({ version }: { version: string | null }) {
  if (version === null || version === "unsaid") return <FormattedMessage id="adoption.version.unsaid" />;
  return version === "other" ? <FormattedMessage id="adoption.version.other" /> : version;
}
