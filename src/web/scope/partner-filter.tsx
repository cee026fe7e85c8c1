import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { allPartnersQuery } from "../data/partners.ts";
import { SelectField } from "../ui/select-field.tsx";

const ALL = "all";

interface Props {
  /** The id of the chosen one, or undefined for all. */
  readonly partner: string | undefined;
  readonly onChange: (partner: string | undefined) => void;
}

/** Limits a view to one partner and its customers; for people who see several partners. */
export function PartnerFilter({ partner, onChange }: Props) {
  const intl = useIntl();
  const { data: partners = [] } = useQuery(allPartnersQuery);
  const options = partners.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SelectField
      label={intl.formatMessage({ id: "customers.partner" })}
      options={[{ value: ALL, label: intl.formatMessage({ id: "customers.partner.all" }) }, ...options]}
      value={partner ?? ALL}
      onChange={(chosen) => onChange(chosen === ALL ? undefined : chosen)}
    />
  );
}
