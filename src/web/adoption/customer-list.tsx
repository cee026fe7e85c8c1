import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { type Customer, customersQuery } from "../data/organizations.ts";
import { PAGES } from "../paths.ts";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { Section } from "../ui/section.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import styles from "./adoption.module.css";
import { readAdoptionSearch } from "./adoption-search.ts";
import { ShareOf } from "./share-of.tsx";

/** The customers, each with how many of its installations are up to date; a name leads to the installations. */
export function CustomerList({ partner }: { partner: string | undefined }) {
  const list = useInfiniteQuery(customersQuery({ partnerId: partner }, "name"));
  const customers = list.data?.pages.flatMap(({ body }) => body.items) ?? [];
  return (
    <Section
      title={<FormattedMessage id="adoption.customers" />}
      about={<FormattedMessage id="adoption.customers.about" />}
    >
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {customers.length > 0 && (
        <div className={table.scroll}>
          <table className={`${table.table} ${styles.counts}`}>
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
  const { total, current, managed } = installations;
  return (
    <tr>
      <th scope="row">
        <Link
          from={PAGES.adoption}
          to={PAGES.adoption}
          search={(before) => readAdoptionSearch({ ...before, customer: id })}
        >
          {name}
        </Link>
      </th>
      <td className={table.number}>
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
      <td>{total > 0 && <ShareOf part={current} whole={total} />}</td>
    </tr>
  );
}
