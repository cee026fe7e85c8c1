import { FormattedMessage } from "react-intl";
import { usePartnerName } from "../customer/use-partner-name.ts";

/** What a partner is called, where one may know. */
export function PartnerName({ id }: { id: string | undefined }) {
  const name = usePartnerName(id);
  return name === undefined ? <FormattedMessage id="explain.other_partner" /> : <b>{name}</b>;
}
