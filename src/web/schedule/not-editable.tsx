import { FormattedMessage } from "react-intl";
import type { OrganizationSettings } from "../data/organization.ts";
import { linkSupport } from "../ui/support-link.tsx";

interface Props {
  /** The code of the reason; undefined: one that this page does not know. */
  readonly code: OrganizationSettings["notEditableReason"];
}

/** Why somebody cannot edit settings (R12, R13). What support can change leads there. */
export function NotEditable({ code = "role_read_only" }: Props) {
  return <FormattedMessage id={`schedule.not_editable.${code}`} values={{ support: linkSupport }} />;
}
