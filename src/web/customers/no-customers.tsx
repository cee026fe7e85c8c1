import { FormattedMessage } from "react-intl";
import type { Me } from "../data/me.ts";
import type { CustomerFilters } from "../data/organizations.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/states.tsx";

interface Props {
  readonly me: Me;
  readonly filters: CustomerFilters;
  readonly onReset: () => void;
}

/** Why the list is empty: nothing matches, no customer is assigned, or there are none yet. */
export function NoCustomers({ me, filters, onReset }: Props) {
  if (Object.keys(filters).length > 0) {
    return (
      <Empty icon="search" title={<FormattedMessage id="customers.no_match" />}>
        <p>
          <FormattedMessage id="customers.no_match.about" />
        </p>
        <Button onPress={onReset}>
          <FormattedMessage id="customers.reset" />
        </Button>
      </Empty>
    );
  }
  const why = me.role === "partner_admin" || me.organizationIds ? "none_assigned" : "none";
  return (
    <Empty icon="people" title={<FormattedMessage id={`customers.${why}`} />}>
      <FormattedMessage id={`customers.${why}.about`} />
    </Empty>
  );
}
