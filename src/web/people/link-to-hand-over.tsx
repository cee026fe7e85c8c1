import { FormattedMessage } from "react-intl";
import { LocalTime } from "../ui/local-time.tsx";
import { ShownOnce } from "./shown-once.tsx";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly link: string;
  /** When the link ends, or null if it does not by itself. */
  readonly endsAt: string | null;
}

/** An invitation or recovery link, with whom it is for and until when it works. */
export function LinkToHandOver({ label, name, link, endsAt }: Props) {
  const at = endsAt === null ? "" : <LocalTime at={endsAt} />;
  return (
    <ShownOnce label={label} secret={link}>
      <FormattedMessage
        id={`people.invitation.${endsAt === null ? "hand_over" : "hand_over_until"}`}
        values={{ name, at }}
      />
    </ShownOnce>
  );
}
