import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { PLATFORMS, type Platform } from "../../catalog/platform.ts";
import type { Installation } from "../data/adoption.ts";
import { forecastQuery } from "../data/organization.ts";
import { type User, userInstallationsQuery, userVerdictQuery } from "../data/users.ts";
import { PAGES } from "../paths.ts";
import { NextText } from "../schedule/next-text.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./computer.module.css";
import { Computer } from "./computer.tsx";

interface Props {
  readonly user: User;
  /** The id of the installation that was searched for, which is shown first. */
  readonly first?: string | undefined;
}

/** A user's computers, the one that asked last first; without any, what a new installation would get. */
export function UserComputers({ user, first }: Props) {
  const list = useInfiniteQuery(userInstallationsQuery(user.organizationId, user.id));
  const computers = list.data?.pages.flatMap(({ body }) => body.items) ?? [];
  return (
    <section className={styles.computers}>
      <h3>
        <FormattedMessage id="computers.title" />
      </h3>
      {list.isPending && <Loading lines={3} />}
      {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && computers.length === 0 && <NewInstallation user={user} />}
      {inOrder(computers, first).map((one) => (
        <Computer key={one.installation} organizationId={user.organizationId} installation={one} />
      ))}
      <ShowMore list={list} />
    </section>
  );
}

function inOrder(computers: readonly Installation[], first: string | undefined): readonly Installation[] {
  const isFirst = ({ installation }: Installation) => Number(installation === first);
  return [...computers].sort(
    (a, b) => isFirst(b) - isFirst(a) || Date.parse(b.lastAskedAt) - Date.parse(a.lastAskedAt),
  );
}

/** What a new installation of the user would get, now and next. */
function NewInstallation({ user }: { user: User }) {
  const intl = useIntl();
  const [platform, setPlatform] = useState<Platform>("win");
  const { id, organizationId } = user;
  const { data: coming } = useQuery(forecastQuery(organizationId, id));
  return (
    <>
      <p className={styles.quiet}>
        <FormattedMessage id="computers.none" />
      </p>
      <SelectField
        label={intl.formatMessage({ id: "settings.builds.platform" })}
        value={platform}
        onChange={setPlatform}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
      />
      <NewVerdict user={user} platform={platform} />
      {coming && (
        <p>
          <NextText next={coming.next} following={coming.installations} hasHint />
        </p>
      )}
      <p>
        <Link to={PAGES.customerWhy} params={{ organizationId }} search={{ user: id, platform }}>
          <FormattedMessage id="customer.why" />
        </Link>
      </p>
    </>
  );
}

function NewVerdict({ user, platform }: { user: User; platform: Platform }) {
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
