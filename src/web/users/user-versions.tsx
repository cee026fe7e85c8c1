import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { PLATFORMS, type Platform } from "../../catalog/platform.ts";
import type { BodyOf } from "../../client/operation.ts";
import { forecastQuery } from "../data/organization.ts";
import { type User, userInstallationsQuery, userVerdictQuery } from "../data/users.ts";
import { PAGES } from "../paths.ts";
import { NextText } from "../schedule/next-text.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./users.module.css";

type Installation = BodyOf<"GET", "/v1/organizations/{id}/installations">["items"][number];

/** The version the user gets now, what comes next, and what the user's installations run. */
export function UserVersions({ user }: { user: User }) {
  const intl = useIntl();
  const [platform, setPlatform] = useState<Platform>("win");
  const { id, organizationId } = user;
  const { data: coming } = useQuery(forecastQuery(organizationId, id));
  return (
    <section className={styles.part}>
      <h3>
        <FormattedMessage id="users.version" />
      </h3>
      <SelectField
        label={intl.formatMessage({ id: "settings.builds.platform" })}
        value={platform}
        onChange={setPlatform}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
      />
      <Verdict user={user} platform={platform} />
      {coming && (
        <p>
          <NextText next={coming.next} following={coming.installations} hasHint />
        </p>
      )}
      <Installations user={user} />
      <p>
        <Link to={PAGES.customerWhy} params={{ organizationId }} search={{ user: id }}>
          <FormattedMessage id="customer.why" />
        </Link>
      </p>
    </section>
  );
}

function Verdict({ user, platform }: { user: User; platform: Platform }) {
  const { data, error, refetch } = useQuery(userVerdictQuery(user.organizationId, user.id, platform));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={1} />;
  return (
    <p role="status">
      {data.action === "update" ? (
        <FormattedMessage id="users.version.gets" values={{ version: <b>{data.version}</b> }} />
      ) : (
        <FormattedMessage id="users.version.gets_none" />
      )}
    </p>
  );
}

function Installations({ user }: { user: User }) {
  const { data, error, refetch } = useQuery(userInstallationsQuery(user.organizationId, user.id));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={1} />;
  if (data.items.length === 0) {
    return (
      <p className={styles.quiet}>
        <FormattedMessage id="users.installations.none" />
      </p>
    );
  }
  return (
    <ul>
      {data.items.map((one) => (
        <li key={one.installation}>
          <InstallationText installation={one} /> {one.next && <NextText next={one.next} />}
        </li>
      ))}
    </ul>
  );
}

function InstallationText({ installation }: { installation: Installation }) {
  const { platform, arch, version, action, lastAskedAt } = installation;
  const values = {
    platform: PLATFORM_NAMES[platform],
    arch,
    version: version ?? <FormattedMessage id="users.installations.version_unknown" />,
    at: <LocalTime at={lastAskedAt} />,
  };
  return <FormattedMessage id={`users.installations.${action}`} values={values} />;
}
