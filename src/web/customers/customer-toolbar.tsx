import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { LIST_STATES } from "../../policy/list-state.ts";
import { CUSTOMER_SORTS, type CustomerSort } from "../data/organizations.ts";
import { allPartnersQuery } from "../data/partners.ts";
import { Chips } from "../ui/chips.tsx";
import { PausedSearch } from "../ui/paused-search.tsx";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./customers.module.css";
import { type CustomersSearch, readStates } from "./customers-search.ts";

interface Props {
  readonly search: CustomersSearch;
  readonly onChange: (change: Partial<Record<keyof CustomersSearch, string>>) => void;
  readonly hasPartners: boolean;
}

/** The fields that limit the list. On a narrow screen also its order, which the columns show elsewhere. */
export function CustomerToolbar({ search, onChange, hasPartners }: Props) {
  const intl = useIntl();
  const states = LIST_STATES.map((value) => ({
    value,
    label: intl.formatMessage({ id: `customers.state.${value}` }),
  }));
  const sorts = CUSTOMER_SORTS.map((value) => ({
    value,
    label: intl.formatMessage({ id: `customers.sort.${value}` }),
  }));
  return (
    <div className={`${styles.toolbar} screen-only`}>
      <PausedSearch
        label={intl.formatMessage({ id: "customers.search" })}
        q={search.q ?? ""}
        onSearch={(q) => onChange({ q })}
      />
      {hasPartners && (
        <PartnerFilter partner={search.partner} onChange={(partner) => onChange({ partner })} />
      )}
      <Chips
        label={intl.formatMessage({ id: "customers.filter" })}
        choices={states}
        chosen={readStates(search.state)}
        onChange={(chosen) => onChange({ state: chosen.join(",") })}
      />
      <div className={styles.narrow}>
        <SelectField<CustomerSort>
          label={intl.formatMessage({ id: "customers.sort" })}
          isLabelHidden
          options={sorts}
          value={search.sort ?? "name"}
          onChange={(sort) => onChange({ sort })}
        />
      </div>
    </div>
  );
}

const ALL = "all";

function PartnerFilter({
  partner,
  onChange,
}: {
  partner: string | undefined;
  onChange: (partner: string) => void;
}) {
  const intl = useIntl();
  const { data: partners = [] } = useQuery(allPartnersQuery);
  const options = partners.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SelectField
      label={intl.formatMessage({ id: "customers.partner" })}
      isLabelHidden
      options={[{ value: ALL, label: intl.formatMessage({ id: "customers.partner.all" }) }, ...options]}
      value={partner ?? ALL}
      onChange={(chosen) => onChange(chosen === ALL ? "" : chosen)}
    />
  );
}
