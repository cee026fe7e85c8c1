import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useIntl } from "react-intl";
import { organizationQuery } from "../data/organization.ts";
import { customerChoicesQuery } from "../data/scope.ts";
import { FindField } from "../ui/find-field.tsx";

interface Props {
  /** The id of the chosen one, or undefined for all. */
  readonly customer: string | undefined;
  /** Limits the choice to customers of this partner. */
  readonly partner?: string | undefined;
  readonly onChange: (customer: string | undefined) => void;
}

/** Limits a view to one customer, found by a part of its name. */
export function CustomerFilter({ customer, partner, onChange }: Props) {
  const intl = useIntl();
  const [typed, setTyped] = useState("");
  const { data: chosen } = useQuery({
    ...organizationQuery(customer ?? ""),
    enabled: customer !== undefined,
  });
  const { data: found = [] } = useQuery(customerChoicesQuery(useDeferredValue(typed.trim()), partner));
  return (
    <FindField
      label={intl.formatMessage({ id: "scope.customer" })}
      placeholder={intl.formatMessage({ id: "scope.customer.all" })}
      // A customer that was removed is shown by its id.
      chosen={customer === undefined ? null : (chosen?.name ?? customer)}
      found={found}
      onType={setTyped}
      onChoose={(id) => {
        setTyped("");
        onChange(id ?? undefined);
      }}
      nothing={intl.formatMessage({ id: "find.nothing" })}
      removeLabel={intl.formatMessage({ id: "scope.customer.clear" })}
    />
  );
}
