import analysis from "@momentum-design/icons/dist/svg/analysis-regular.svg?paths";
import down from "@momentum-design/icons/dist/svg/arrow-down-regular.svg?paths";
import left from "@momentum-design/icons/dist/svg/arrow-left-regular.svg?paths";
import right from "@momentum-design/icons/dist/svg/arrow-right-regular.svg?paths";
import up from "@momentum-design/icons/dist/svg/arrow-up-regular.svg?paths";
import appearance from "@momentum-design/icons/dist/svg/brightness-high-regular.svg?paths";
import calendar from "@momentum-design/icons/dist/svg/calendar-month-regular.svg?paths";
import close from "@momentum-design/icons/dist/svg/cancel-regular.svg?paths";
import done from "@momentum-design/icons/dist/svg/check-circle-regular.svg?paths";
import company from "@momentum-design/icons/dist/svg/company-regular.svg?paths";
import computer from "@momentum-design/icons/dist/svg/computer-regular.svg?paths";
import copy from "@momentum-design/icons/dist/svg/copy-regular.svg?paths";
import remove from "@momentum-design/icons/dist/svg/delete-regular.svg?paths";
import document from "@momentum-design/icons/dist/svg/document-regular.svg?paths";
import download from "@momentum-design/icons/dist/svg/download-regular.svg?paths";
import filter from "@momentum-design/icons/dist/svg/filter-regular.svg?paths";
import help from "@momentum-design/icons/dist/svg/help-circle-regular.svg?paths";
import home from "@momentum-design/icons/dist/svg/home-regular.svg?paths";
import info from "@momentum-design/icons/dist/svg/info-circle-regular.svg?paths";
import language from "@momentum-design/icons/dist/svg/language-regular.svg?paths";
import link from "@momentum-design/icons/dist/svg/link-regular.svg?paths";
import menu from "@momentum-design/icons/dist/svg/list-menu-regular.svg?paths";
import more from "@momentum-design/icons/dist/svg/more-regular.svg?paths";
import pause from "@momentum-design/icons/dist/svg/pause-regular.svg?paths";
import people from "@momentum-design/icons/dist/svg/people-regular.svg?paths";
import play from "@momentum-design/icons/dist/svg/play-regular.svg?paths";
import add from "@momentum-design/icons/dist/svg/plus-regular.svg?paths";
import critical from "@momentum-design/icons/dist/svg/priority-circle-regular.svg?paths";
import recents from "@momentum-design/icons/dist/svg/recents-regular.svg?paths";
import retry from "@momentum-design/icons/dist/svg/refresh-regular.svg?paths";
import search from "@momentum-design/icons/dist/svg/search-regular.svg?paths";
import lock from "@momentum-design/icons/dist/svg/secure-lock-regular.svg?paths";
import settings from "@momentum-design/icons/dist/svg/settings-regular.svg?paths";
import signOut from "@momentum-design/icons/dist/svg/sign-out-regular.svg?paths";
import sortUp from "@momentum-design/icons/dist/svg/sort-ascending-regular.svg?paths";
import sortDown from "@momentum-design/icons/dist/svg/sort-descending-regular.svg?paths";
import undo from "@momentum-design/icons/dist/svg/undo-regular.svg?paths";
import unsorted from "@momentum-design/icons/dist/svg/unsorted-regular.svg?paths";
import upload from "@momentum-design/icons/dist/svg/upload-regular.svg?paths";
import user from "@momentum-design/icons/dist/svg/user-regular.svg?paths";
import warning from "@momentum-design/icons/dist/svg/warning-regular.svg?paths";
import offline from "@momentum-design/icons/dist/svg/wifi-error-regular.svg?paths";

/** The icons of the page, from the Momentum set. */
export const ICONS = {
  add,
  analysis,
  appearance,
  calendar,
  close,
  company,
  computer,
  copy,
  critical,
  document,
  done,
  down,
  download,
  filter,
  help,
  home,
  info,
  language,
  left,
  link,
  lock,
  menu,
  more,
  offline,
  pause,
  people,
  play,
  recents,
  remove,
  retry,
  right,
  search,
  settings,
  signOut,
  sortDown,
  sortUp,
  undo,
  unsorted,
  up,
  upload,
  user,
  warning,
} as const;
export type IconName = keyof typeof ICONS;

/** The icons that point forward or back, and so the other way where one writes from right to left. */
export const DIRECTED: ReadonlySet<IconName> = new Set<IconName>(["left", "right", "undo", "signOut"]);
