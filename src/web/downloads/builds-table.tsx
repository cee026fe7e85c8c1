import { FormattedMessage, useIntl } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import { buildDownloadPath } from "../paths.ts";
import { Badge } from "../ui/badge.tsx";
import { classOfButton } from "../ui/button.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { SizeText } from "../ui/size-text.tsx";
import table from "../ui/table.module.css";
import styles from "./downloads.module.css";

type Build = Shape<"BuildList">["items"][number];

/** The builds, each with what a person needs to choose it and to check the file. */
export function BuildsTable({ builds }: { builds: readonly Build[] }) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.cards} ${styles.builds}`}>
        <ColumnHeads
          heads={[
            "settings.builds.version",
            "settings.builds.file",
            "settings.builds.architecture",
            "settings.builds.format",
            { id: "settings.builds.size", className: styles.size },
            "settings.builds.sha256",
          ]}
        />
        <tbody>
          {builds.map((build) => (
            <BuildRow key={build.id} build={build} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BuildRow({ build }: { build: Build }) {
  const intl = useIntl();
  const { version, arch, current, format, size, sha256, fileName } = build;
  const column = (name: "architecture" | "format" | "size" | "sha256") =>
    intl.formatMessage({ id: `settings.builds.${name}` });
  return (
    <tr>
      <th scope="row">
        <span className={styles.version}>
          {version}
          {current && (
            <Badge tone="good">
              <FormattedMessage id="settings.builds.current" />
            </Badge>
          )}
        </span>
      </th>
      <td>
        <a
          className={classOfButton("secondary")}
          href={buildDownloadPath(build.id)}
          aria-label={intl.formatMessage({ id: "settings.builds.download_file" }, { fileName })}
          download
        >
          <FormattedMessage id="settings.builds.download" />
        </a>
      </td>
      <td data-column={column("architecture")}>{arch}</td>
      <td data-column={column("format")}>{format}</td>
      <td className={table.number} data-column={column("size")}>
        <SizeText bytes={size} />
      </td>
      <td data-column={column("sha256")}>
        {sha256 === null ? (
          <FormattedMessage id="settings.builds.no_sha256" />
        ) : (
          <span className={styles.digest}>
            <code title={sha256}>{sha256.slice(0, 12)}</code>
            <CopyButton
              text={sha256}
              label={intl.formatMessage({ id: "settings.builds.copy_sha256" }, { fileName })}
            />
          </span>
        )}
      </td>
    </tr>
  );
}
