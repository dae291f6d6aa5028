// The outlines of the world's countries for the map: world-atlas 50m, thinned to what a map of a page's width can show,
// each under its ISO 3166-1 alpha-2 code. Reads {numeric code: alpha-2} from standard input, writes TopoJSON.
//
// A state too small to be seen, or to be hit with a thumb, is marked `dot` and carries the middle of its largest part. So
// are places with a code of their own that the atlas draws as parts of others, or not at all.

import { readFileSync } from "node:fs";
import { geoArea, geoCentroid } from "d3-geo";
import { feature, quantize } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const KEPT_STERADIANS = 1e-6; // what a corner must add to the outline, about 40 km²
const SMALL_STERADIANS = 4e-5; // about 1,600 km²
const STEPS = 1e4; // of the quantised grid: a pixel on the widest page
const GIVEN = { Kosovo: "XK" }; // which has no number
const LEFT_OUT = "AQ"; // nobody polices it, and it would take a fifth of the picture
const WITHOUT_OUTLINE = {
  BQ: [-68.27, 12.18], CC: [96.83, -12.19], CX: [105.69, -10.45], GF: [-53, 4], GI: [-5.35, 36.14], GP: [-61.58, 16.25],
  MQ: [-61.02, 14.64], RE: [55.53, -21.13], SJ: [16, 78], TK: [-171.85, -9.2], TV: [179.2, -8.52], YT: [45.15, -12.83],
};

const world = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8"));
const codes = JSON.parse(readFileSync(0, "utf8"));

function largest({ geometry }) {
  if (geometry.type === "Polygon") return geometry;
  const parts = geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((one, other) => (geoArea(other) > geoArea(one) ? other : one));
}

const shapes = world.objects.countries.geometries
  .filter(({ type }) => type !== null)
  .map((geometry) => {
    const shape = feature(world, geometry);
    return { geometry, shape, code: codes[geometry.id] ?? GIVEN[geometry.properties.name], size: geoArea(shape) };
  })
  .filter(({ code }) => code !== LEFT_OUT)
  .sort((one, other) => other.size - one.size);

const seen = new Set(); // a country's smaller pieces that the atlas keeps apart, as Australia's islets, carry no code
const geometries = shapes.map(({ geometry: { id, ...geometry }, shape, code, size }) => {
  const properties = {};
  if (code && !seen.has(code)) {
    seen.add(code);
    properties.code = code;
    if (size < SMALL_STERADIANS) properties.dot = geoCentroid(largest(shape)).map((degrees) => +degrees.toFixed(2));
  }
  return { ...geometry, properties };
});
const kept = { ...world, objects: { countries: { type: "GeometryCollection", geometries } } };
const thin = quantize(simplify(presimplify(kept, sphericalTriangleArea), KEPT_STERADIANS), STEPS);
thin.objects.countries.geometries.push(
  ...Object.entries(WITHOUT_OUTLINE)
    .filter(([code]) => !seen.has(code))
    .map(([code, dot]) => ({ type: null, properties: { code, dot } })),
);
process.stdout.write(JSON.stringify(thin));
