import { FormattedMessage } from "react-intl";

/** A version, or the words for all others or for an unknown one. */
export function VersionName({ version }: { version: string | null }) {
  if (version === null || version === "unreported")
    return <FormattedMessage id="adoption.version.unreported" />;
  return version === "other" ? <FormattedMessage id="adoption.version.other" /> : version;
}
