import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import type { Installation } from "../data/adoption.ts";
import type { FoundInstallation } from "../data/counted.ts";
import { questionAbout } from "../explain/explain-search.ts";
import { PAGES } from "../paths.ts";
import { Badge } from "../ui/badge.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import table from "../ui/table.module.css";
import styles from "./adoption.module.css";
import { ConditionBadges } from "./conditions.tsx";
import { SupportText } from "./support-text.tsx";
import { VersionName } from "./version-name.tsx";

interface Props {
  /** Whose installations they are, or undefined if they are of several customers, which are named then. */
  readonly customer: string | undefined;
  readonly installations: readonly (Installation & Partial<CustomerOf>)[];
}

/** The customer of an installation. */
type CustomerOf = Pick<FoundInstallation, "organizationId" | "organizationName">;

const COLUMNS = [
  "adoption.list.installation",
  "adoption.platform",
  "adoption.list.runs",
  "adoption.list.next",
  "adoption.list.asked",
  "adoption.list.why",
] as const;

export function InstallationTable({ customer, installations }: Props) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.cards}`}>
        <thead>
          <tr>
            {customer === undefined && (
              <th scope="col">
                <FormattedMessage id="adoption.customers.customer" />
              </th>
            )}
            {COLUMNS.map((id) => (
              <th key={id} scope="col">
                <FormattedMessage id={id} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {installations.map((one) => (
            <Row key={`${one.organizationId} ${one.installation}`} customer={customer} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ customer, one }: { customer: string | undefined; one: Props["installations"][number] }) {
  const intl = useIntl();
  const organization = customer ?? one.organizationId ?? "";
  const { installation, platform, arch, version, osVersion, lastAskedAt } = one;
  return (
    <tr>
      {customer === undefined && (
        <td>
          <Link to={PAGES.customer} params={{ organizationId: organization }}>
            <bdi>{one.organizationName}</bdi>
          </Link>
        </td>
      )}
      <th scope="row">
        <code className={styles.id}>{installation}</code>
      </th>
      <td data-column={intl.formatMessage({ id: "adoption.platform" })}>
        <span>
          <FormattedMessage
            id="adoption.platform.name"
            values={{ platform: PLATFORM_NAMES[platform], arch }}
          />
          {osVersion !== null && <small className={styles.beside}>{osVersion}</small>}
        </span>
      </td>
      <td data-column={intl.formatMessage({ id: "adoption.list.runs" })}>
        <span>
          <VersionName version={version} />
          <SupportText support={one.support} />
          {one.conditions.length > 0 && (
            <span className={styles.badges}>
              <ConditionBadges conditions={one.conditions} />
            </span>
          )}
        </span>
      </td>
      <td data-column={intl.formatMessage({ id: "adoption.list.next" })}>
        <span>
          <Next {...one} />
        </span>
      </td>
      <td data-column={intl.formatMessage({ id: "adoption.list.asked" })}>
        <LocalTime at={lastAskedAt} />
      </td>
      <td>
        <Link
          to={PAGES.customerWhy}
          params={{ organizationId: organization }}
          search={questionAbout(one)}
          aria-label={intl.formatMessage({ id: "adoption.list.why_of" }, { installation })}
        >
          <FormattedMessage id="adoption.list.why" />
        </Link>
      </td>
    </tr>
  );
}

/** What an update check would answer now. */
function Next({ offeredNow }: Installation) {
  if (offeredNow === null) {
    return (
      <Badge>
        <FormattedMessage id="adoption.list.stay" />
      </Badge>
    );
  }
  return (
    <Badge tone="info">
      <FormattedMessage id="adoption.list.update_to" values={{ version: offeredNow }} />
    </Badge>
  );
}
