import { useNavigate } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { mayI, useMe } from "../data/me.ts";
import type { UserItem } from "../data/users.ts";
import { PAGES } from "../paths.ts";
import type { RowAction } from "../ui/row-menu.tsx";
import type { UserStep } from "./user-panel.tsx";

/** Gives what can be done with a user of the list. `onOpen` opens the panel, with a step if one is given. */
export function useUserActions(onOpen: (id: string, step?: UserStep) => void) {
  const intl = useIntl();
  const navigate = useNavigate();
  const mayManage = mayI(useMe(), "manage_users");
  return ({ id, organizationId }: UserItem): readonly RowAction[] => {
    const why = { to: PAGES.customerWhy, params: { organizationId }, search: { user: id } };
    const steps = mayManage ? (["change", "remove"] as const) : [];
    return [
      { key: "open", label: intl.formatMessage({ id: "users.open" }), onAction: () => onOpen(id) },
      { key: "why", label: intl.formatMessage({ id: "customer.why" }), onAction: () => void navigate(why) },
      ...steps.map((step) => ({
        key: step,
        label: intl.formatMessage({ id: `users.${step}` }),
        onAction: () => onOpen(id, step),
      })),
    ];
  };
}
