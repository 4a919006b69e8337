import { noSuchProgramRoute as nothing, programPreflight as OPTIONS } from "@/lib/http/program-endpoint";

/** Where no route is, programs are told so in the shape they read. */
export { nothing as DELETE, nothing as GET, OPTIONS, nothing as PATCH, nothing as POST, nothing as PUT };
