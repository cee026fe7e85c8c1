import { FormattedMessage } from "react-intl";
import type { Customer } from "../data/organizations.ts";
import { Badge } from "../ui/badge.tsx";

/** Badges for what is out of the ordinary about a customer. */
export function StateBadges({ conflict, locked, legacy }: Pick<Customer, "conflict" | "locked" | "legacy">) {
  return (
    <>
      {conflict && (
        <Badge tone="bad">
          <FormattedMessage id="customers.badge.conflict" />
        </Badge>
      )}
      {legacy && (
        <Badge tone="warning">
          <FormattedMessage id="customers.badge.legacy" />
        </Badge>
      )}
      {locked && (
        <Badge>
          <FormattedMessage id="customers.badge.locked" />
        </Badge>
      )}
    </>
  );
}
