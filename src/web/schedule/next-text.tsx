import { FormattedMessage } from "react-intl";
import { InstantText } from "../ui/instant-text.tsx";

interface Props {
  /** Nothing: no coming release is planned. */
  readonly next: { readonly version: string; readonly at: string } | null | undefined;
}

/** Which version comes next, and on which day. */
export function NextText({ next }: Props) {
  if (!next) return <FormattedMessage id="schedule.next.none" />;
  return (
    <FormattedMessage
      id="schedule.next"
      values={{ version: <b>{next.version}</b>, at: <InstantText at={next.at} /> }}
    />
  );
}
