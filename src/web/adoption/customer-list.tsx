import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { type Customer, customersQuery } from "../data/organizations.ts";
import { PAGES } from "../paths.ts";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { PausedSearch } from "../ui/paused-search.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import styles from "./adoption.module.css";
import type { ChangeSearch } from "./adoption-filters.tsx";
import { type AdoptionSearch, CUSTOMER_ORDERS, readAdoptionSearch } from "./adoption-search.ts";
import { ShareOf } from "./share-of.tsx";

interface Props {
  readonly search: AdoptionSearch;
  readonly onChange: ChangeSearch;
}

/**
 * The customers, each with how many of its installations are up to date, those with the smallest share first; a name leads to
 * the installations.
 */
export function CustomerList({ search, onChange }: Props) {
  const intl = useIntl();
  const { partner, q, sort = "adoption" } = search;
  const list = useInfiniteQuery(customersQuery({ partnerId: partner, q }, sort));
  const customers = list.data?.pages.flatMap(({ body }) => body.items) ?? [];
  const orders = CUSTOMER_ORDERS.map((value) => ({
    value,
    label: intl.formatMessage({ id: `customers.sort.${value}` }),
  }));
  return (
    <Section
      title={<FormattedMessage id="adoption.customers" />}
      about={<FormattedMessage id="adoption.customers.about" />}
    >
      <div className={styles.filters}>
        <PausedSearch
          label={intl.formatMessage({ id: "customers.search" })}
          q={q ?? ""}
          onSearch={(next) => onChange({ q: next })}
        />
        <SelectField
          label={intl.formatMessage({ id: "customers.sort" })}
          isLabelHidden
          options={orders}
          value={sort}
          onChange={(next) => onChange({ sort: next })}
        />
      </div>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && customers.length === 0 && (
        <Empty icon="search" title={<FormattedMessage id="customers.no_match" />}>
          <FormattedMessage id="customers.no_match.about" />
        </Empty>
      )}
      {customers.length > 0 && (
        <div className={table.scroll}>
          <table className={`${table.table} ${table.cards} ${styles.counts}`}>
            <ColumnHeads
              heads={["adoption.customers.customer", "adoption.customers.current", "adoption.share"]}
            />
            <tbody>
              {customers.map((customer) => (
                <CustomerRow key={customer.id} customer={customer} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ShowMore list={list} />
    </Section>
  );
}

function CustomerRow({ customer: { id, name, installations } }: { customer: Customer }) {
  const intl = useIntl();
  const { total, current, managed } = installations;
  return (
    <tr>
      <th scope="row">
        <Link
          from={PAGES.adoption}
          to={PAGES.adoption}
          search={(before) => readAdoptionSearch({ ...before, q: "", customer: id })}
        >
          <bdi>{name}</bdi>
        </Link>
      </th>
      <td className={table.number} data-column={intl.formatMessage({ id: "adoption.customers.current" })}>
        {total === 0 ? (
          <span className={styles.quiet}>
            {managed === 0 ? (
              <FormattedMessage id="adoption.customers.none" />
            ) : (
              <FormattedMessage id="customers.adoption.managed" values={{ managed }} />
            )}
          </span>
        ) : (
          <FormattedMessage id="adoption.customers.current_of" values={{ current, total }} />
        )}
      </td>
      {total === 0 ? (
        <td />
      ) : (
        <td data-column={intl.formatMessage({ id: "adoption.share" })}>
          <ShareOf part={current} whole={total} />
        </td>
      )}
    </tr>
  );
}
