import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Adoption, installationsQuery } from "../data/adoption.ts";
import { organizationQuery } from "../data/organization.ts";
import { PAGES } from "../paths.ts";
import { PausedSearch } from "../ui/paused-search.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import styles from "./adoption.module.css";
import type { ChangeSearch } from "./adoption-filters.tsx";
import type { AdoptionSearch } from "./adoption-search.ts";
import { InstallationTable } from "./installation-table.tsx";

interface Props {
  readonly customer: string;
  readonly search: AdoptionSearch;
  readonly adoption: Pick<Adoption, "versions" | "otherVersions">;
  readonly onChange: ChangeSearch;
}

/** The list of a customer's installations. */
export function InstallationList({ customer, search: { q, version }, adoption, onChange }: Props) {
  const intl = useIntl();
  const id = useId();
  const { data: organization } = useQuery(organizationQuery(customer));
  const list = useInfiniteQuery(installationsQuery(customer, { q, version }));
  const installations = list.data?.pages.flatMap(({ body }) => body.items) ?? [];
  return (
    <section className={styles.installations} aria-labelledby={id}>
      <div>
        <h2 id={id}>
          <FormattedMessage id="adoption.list" />
        </h2>
        <p className={styles.quiet}>
          <FormattedMessage id="adoption.list.about" />{" "}
          {organization && (
            <Link to={PAGES.customer} params={{ organizationId: customer }}>
              {organization.name}
            </Link>
          )}
        </p>
      </div>
      <div className={`${styles.filters} screen-only`}>
        <PausedSearch
          label={intl.formatMessage({ id: "adoption.list.search" })}
          q={q ?? ""}
          onSearch={(next) => onChange({ q: next })}
        />
        <VersionFilter {...{ version, adoption }} onChange={(next) => onChange({ version: next })} />
      </div>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && installations.length === 0 && (
        <Empty icon="search" title={<FormattedMessage id="adoption.list.none" />}>
          <FormattedMessage id="adoption.list.none.about" />
        </Empty>
      )}
      {installations.length > 0 && <InstallationTable {...{ customer, installations }} />}
      <ShowMore list={list} />
    </section>
  );
}

const ALL = "all";
const OTHER = "other";

interface VersionProps extends Pick<Props, "adoption"> {
  readonly version: string | undefined;
  readonly onChange: (version: string | undefined) => void;
}

function VersionFilter({ version, adoption: { versions, otherVersions }, onChange }: VersionProps) {
  const intl = useIntl();
  const named = versions.flatMap((one) => (one.version === null ? [] : [one.version]));
  const known = otherVersions > 0 ? [...named, OTHER] : named;
  const asked = version !== undefined && !known.includes(version) ? [version] : [];
  const nameOf = (one: string) =>
    one === OTHER ? intl.formatMessage({ id: "adoption.version.other" }) : one;
  return (
    <SelectField
      label={intl.formatMessage({ id: "adoption.version" })}
      isLabelHidden
      options={[
        { value: ALL, label: intl.formatMessage({ id: "adoption.list.version.all" }) },
        ...[...known, ...asked].map((value) => ({ value, label: nameOf(value) })),
      ]}
      value={version ?? ALL}
      onChange={(chosen) => onChange(chosen === ALL ? undefined : chosen)}
    />
  );
}
