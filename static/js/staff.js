// What can a page of staff do more where JavaScript runs? Nothing here is needed to use it.
import "./beside.js";
