import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { LIST_SORTS, type ListSort } from "../../policy/list-sort.ts";
import { LIST_STATES } from "../../policy/list-state.ts";
import { type CustomerCounts, customerCountsQuery } from "../data/organizations.ts";
import { allPartnersQuery } from "../data/partners.ts";
import { Chips } from "../ui/chips.tsx";
import { LatePart } from "../ui/late-part.tsx";
import { PausedSearch } from "../ui/paused-search.tsx";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./customers.module.css";
import { type CustomersSearch, filtersOf, readStates } from "./customers-search.ts";

interface Props {
  readonly search: CustomersSearch;
  readonly onChange: (change: Partial<Record<keyof CustomersSearch, string>>) => void;
  readonly hasPartners: boolean;
}

/** The fields that limit the list. On a narrow screen also its order, which the columns show elsewhere. */
export function CustomerToolbar({ search, onChange, hasPartners }: Props) {
  const intl = useIntl();
  const { data: counts } = useQuery(customerCountsQuery({ q: search.q, partnerId: search.partner }));
  // What a chip counts is not known together with limits on installations.
  const isCounted = Object.keys(filtersOf(search).counted ?? {}).length === 0;
  const states = LIST_STATES.map((value) => ({
    value,
    label: intl.formatMessage({ id: `customers.state.${value}` }),
    count: isCounted ? counts?.states[value] : undefined,
  }));
  const sorts = LIST_SORTS.map((value) => ({
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
      {counts && <AttentionChips counts={counts} search={search} onChange={onChange} />}
      <div className={styles.narrow}>
        <SelectField<ListSort>
          label={intl.formatMessage({ id: "customers.sort" })}
          isLabelHidden
          options={sorts}
          value={search.sort ?? "name"}
          onChange={(sort) => onChange({ sort })}
        />
      </div>
      {!isCounted && (
        <LatePart name="counted-chips" load={() => import("../counted/counted-chips.tsx")}>
          {({ CountedChips }) => (
            <CountedChips
              search={search}
              onRemove={(keys) => onChange(Object.fromEntries(keys.map((key) => [key, ""])))}
            />
          )}
        </LatePart>
      )}
    </div>
  );
}

interface AttentionProps extends Pick<Props, "search" | "onChange"> {
  readonly counts: CustomerCounts;
}

/** Customers with installations that deserve attention, as far as there are any and they are not chosen yet. */
function AttentionChips({ counts, search, onChange }: AttentionProps) {
  const intl = useIntl();
  const conditions = WORTH_A_CHIP.filter((one) => counts.conditions[one] > 0);
  const choices = [
    ...(counts.stuck > 0 && search.stuck === undefined
      ? [{ value: "stuck" as const, label: intl.formatMessage({ id: "counted.stuck" }), count: counts.stuck }]
      : []),
    ...(search.condition === undefined ? conditions : []).map((value) => ({
      value,
      label: intl.formatMessage({ id: `adoption.condition.${value}` }),
      count: counts.conditions[value],
    })),
  ];
  if (choices.length === 0) return null;
  return (
    <Chips
      label={intl.formatMessage({ id: "customers.attention" })}
      choices={choices}
      chosen={[]}
      onChange={([chosen]) => onChange(chosen === "stuck" ? { stuck: "true" } : { condition: chosen ?? "" })}
    />
  );
}

const WORTH_A_CHIP = ["stranded", "expired", "runs_blocked"] as const;

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
