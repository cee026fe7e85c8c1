import { FormattedMessage } from "react-intl";
import { InstantText } from "../ui/instant-text.tsx";

interface Props {
  /** The next release, if one is planned. */
  readonly next: { readonly version: string; readonly at: string } | null | undefined;
}

/** The version that comes next, with its day. */
export function NextText({ next }: Props) {
  if (!next) return <FormattedMessage id="schedule.next.none" />;
  return (
    <FormattedMessage
      id="schedule.next"
      values={{ version: <b>{next.version}</b>, at: <InstantText at={next.at} /> }}
    />
  );
}
