import { FormattedMessage, useIntl } from "react-intl";
import type { UploadBeside } from "../data/upload-beside.ts";
import styles from "./releases.module.css";

/** What was found beside a file: details for updaters, the version of the app, its block map and deltas. */
export function BesideText({ beside: { carried, companions } }: { beside: UploadBeside }) {
  const intl = useIntl();
  const { appVersion, minimumOsVersion: least, maximumOsVersion: most, updaters } = carried;
  const deltas = companions.filter(({ kind }) => kind === "delta").length;
  const found = [
    ...Object.keys(updaters).map((updater) =>
      intl.formatMessage({ id: "releases.upload.carries.updater" }, { updater }),
    ),
    ...(appVersion === null
      ? []
      : [intl.formatMessage({ id: "releases.upload.carries.app_version" }, { version: appVersion })]),
    ...(least === null
      ? []
      : [intl.formatMessage({ id: "releases.upload.carries.system_from" }, { version: least })]),
    ...(most === null
      ? []
      : [intl.formatMessage({ id: "releases.upload.carries.system_to" }, { version: most })]),
    ...(companions.length > deltas ? [intl.formatMessage({ id: "releases.upload.carries.blockmap" })] : []),
    ...(deltas > 0 ? [intl.formatMessage({ id: "releases.upload.carries.deltas" }, { count: deltas })] : []),
  ];
  if (found.length === 0) return null;
  return (
    <p className={styles.quiet}>
      <FormattedMessage id="releases.upload.carries" values={{ found: intl.formatList(found) }} />
    </p>
  );
}
