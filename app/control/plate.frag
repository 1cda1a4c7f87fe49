// A rectangle with round corners and an edge, in opaque colours. All that is
// worked out for a pixel is its distance from the outline: there is no shadow,
// and no corner differs from the others.
uniform vec2 frame;  // size of the window in pixels
uniform vec4 bounds; // left, top, right, bottom in pixels, from the top left
uniform float width; // the same width in units: says what a unit is here
uniform float radius; // in units, as the edge
uniform float edge;
uniform float fillR;
uniform float fillG;
uniform float fillB;
uniform float edgeR;
uniform float edgeG;
uniform float edgeB;

void main() {
    // To whole pixels as the toolkit does it: half a pixel counts as one.
    float scale = (bounds.z - bounds.x) / width;
    float r = floor(radius * scale + 0.51);
    float e = floor(edge * scale + 0.51);
    float soft = max(floor(0.5 * scale + 0.51), 0.5);

    vec2 middle = vec2(bounds.x + bounds.z, 2.0 * frame.y - bounds.y - bounds.w) * 0.5;
    vec2 corner = vec2(bounds.z - bounds.x, bounds.w - bounds.y) * 0.5 - r;
    float outside = length(max(abs(gl_FragCoord.xy - middle) - corner, 0.0)) - r;

    vec3 colour = mix(vec3(fillR, fillG, fillB), vec3(edgeR, edgeG, edgeB), smoothstep(-e - soft, soft - e, outside));
    gl_FragColor = vec4(colour, 1.0 - smoothstep(-soft, soft, outside));
}
