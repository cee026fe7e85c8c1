import { FormattedMessage } from "react-intl";
import { Button } from "./button.tsx";

interface Props {
  /** A list that is loaded page by page. */
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
}

/** A button that loads the next page of a list, if there is one. */
export function ShowMore({ list }: Props) {
  if (!list.hasNextPage) return null;
  return (
    <div>
      <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
        <FormattedMessage id="frame.more" />
      </Button>
    </div>
  );
}
