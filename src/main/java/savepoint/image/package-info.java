/** The repository of the worker's image, and the image to deploy. */
package savepoint.image;
