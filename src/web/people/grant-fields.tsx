import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useMe } from "../data/me.ts";
import { type Home, rolesAt } from "../data/people.ts";
import { RadioField } from "../ui/radio-field.tsx";
import { CustomersPicker } from "./customers-picker.tsx";
import type { Grant } from "./grant.ts";

interface Props {
  readonly home: Home;
  readonly grant: Grant;
  readonly onChange: (grant: Grant) => void;
  /** Whether missing customers are said. */
  readonly isTried: boolean;
  /** Why nothing else can be chosen, or undefined if it can. */
  readonly disabledReason?: ReactNode;
}

/** Chooses a role, and at a partner the customers that it holds for. */
export function GrantFields({ home, grant, onChange, isTried, disabledReason }: Props) {
  const intl = useIntl();
  const roles = rolesAt(home);
  return (
    <>
      {roles.length > 1 && (
        <RadioField
          label={intl.formatMessage({ id: "people.role" })}
          value={grant.role}
          onChange={(role) =>
            onChange({
              role,
              organizationIds: grant.organizationIds ?? (role === "partner_admin" ? [] : null),
            })
          }
          choices={roles.map((role) => ({
            value: role,
            label: <FormattedMessage id={`frame.role.${role}`} />,
            description: <FormattedMessage id={`people.role.${role}`} />,
          }))}
          disabledReason={disabledReason}
        />
      )}
      {home.level === "partner" && disabledReason === undefined && (
        <Customers home={home} grant={grant} onChange={onChange} isTried={isTried} />
      )}
    </>
  );
}

function Customers({ home, grant, onChange, isTried }: Omit<Props, "disabledReason">) {
  const intl = useIntl();
  const isLimited = useMe().organizationIds !== undefined;
  const { role, organizationIds } = grant;
  return (
    <>
      {role !== "partner_admin" && (
        <RadioField
          label={intl.formatMessage({ id: "people.customers" })}
          value={organizationIds === null ? "all" : "some"}
          onChange={(which) => onChange({ role, organizationIds: which === "all" ? null : [] })}
          choices={[
            {
              value: "all",
              label: <FormattedMessage id={`people.customers.${isLimited ? "yours" : "all"}`} />,
            },
            { value: "some", label: <FormattedMessage id="people.customers.some" /> },
          ]}
        />
      )}
      {organizationIds !== null && (
        <CustomersPicker
          partnerId={home.partnerId}
          chosen={organizationIds}
          onChange={(next) => onChange({ role, organizationIds: next })}
          problem={
            isTried && organizationIds.length === 0
              ? intl.formatMessage({ id: "people.customers.missing" })
              : undefined
          }
        />
      )}
    </>
  );
}
