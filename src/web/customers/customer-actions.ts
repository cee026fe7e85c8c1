import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useIntl } from "react-intl";
import type { MessageId } from "../language/message-ids.ts";
import { type CustomerPart, customerPath } from "../paths.ts";
import type { RowAction } from "../ui/row-menu.tsx";

/** The pages of a customer that the menu of its row leads to. */
const PARTS: readonly (readonly [CustomerPart, MessageId])[] = [
  ["overview", "customers.view"],
  ["settings", "customer.settings"],
  ["users", "frame.place.users"],
  ["why", "customer.why"],
];

/** Gives what can be done with a customer of the list. `onOpen` opens its panel. */
export function useCustomerActions(onOpen: (id: string) => void): (id: string) => readonly RowAction[] {
  const intl = useIntl();
  const navigate = useNavigate();
  return useCallback(
    (id) => [
      { key: "open", label: intl.formatMessage({ id: "customers.open" }), onAction: () => onOpen(id) },
      ...PARTS.map(([part, label]) => ({
        key: part,
        label: intl.formatMessage({ id: label }),
        onAction: () => void navigate({ to: customerPath(id, part) }),
      })),
    ],
    [intl, navigate, onOpen],
  );
}
