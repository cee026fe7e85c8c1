import { useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { CustomerFilter } from "../scope/customer-filter.tsx";
import { PartnerFilter } from "../scope/partner-filter.tsx";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./adoption.module.css";
import { type AdoptionSearch, RANGES, rangeOf } from "./adoption-search.ts";

export type ChangeSearch = (
  change: { readonly [Key in keyof AdoptionSearch]?: AdoptionSearch[Key] | undefined },
) => void;

interface Props {
  readonly me: Me;
  readonly search: AdoptionSearch;
  readonly onChange: ChangeSearch;
}

const NO_LIST = { q: undefined, version: undefined };

/** The fields that choose whose installations are shown, and over how many days. */
export function AdoptionFilters({ me, search, onChange }: Props) {
  const intl = useIntl();
  const { partner, customer } = search;
  const ranges = RANGES.map((days) => ({
    value: String(days),
    label: intl.formatMessage({ id: "adoption.range.days" }, { days }),
  }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: fields of a page are no form that is sent
    <div
      role="group"
      aria-label={intl.formatMessage({ id: "adoption.filters" })}
      className={`${styles.filters} screen-only`}
    >
      {me.partnerId === undefined && me.organizationId === undefined && (
        <PartnerFilter
          partner={partner}
          onChange={(id) => onChange({ ...NO_LIST, partner: id, customer: undefined })}
        />
      )}
      {me.organizationId === undefined && (
        <CustomerFilter
          {...{ customer, partner }}
          onChange={(id) => onChange({ ...NO_LIST, customer: id })}
        />
      )}
      <SelectField
        label={intl.formatMessage({ id: "adoption.range" })}
        options={ranges}
        value={String(rangeOf(search))}
        onChange={(days) => onChange({ days: RANGES.find((known) => String(known) === days) })}
      />
    </div>
  );
}
